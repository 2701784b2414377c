package cli

// planSchema is written until the plan package generates its own.
var planSchema = []byte("{}")
