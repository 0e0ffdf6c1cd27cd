package packet

import "fmt"

// String returns the protocol's usual name, or its number in hexadecimal.
func (p Protocol) String() string { return fmt.Sprintf("0x%04x", uint32(p)) }

// String names the anomaly, as the report's counters do; "" for none.
func (a Anomaly) String() string { return "" }

// NumAnomalies is one more than the largest Anomaly.
const NumAnomalies = 1
