package core

// knownDifferences lists the captures whose counts differ from tshark's, each
// with the reason.
var knownDifferences = map[string]string{}
