package httpapi

// planSchema is served until the plan package generates its own.
var planSchema = []byte("{}")
