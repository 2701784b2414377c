package process

const linux = true
