package process

// killMarked finds nothing: a job object has ended everything already.
func killMarked(string) int { return 0 }
