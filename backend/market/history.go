package market

// Starts is how many months of the embedded history can start a future of the
// given length.
func Starts(months int, wrap bool) int { return 0 }
