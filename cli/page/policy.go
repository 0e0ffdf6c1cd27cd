package page

import "bytes"

// Policy is a page's Content-Security-Policy, for a server to send as a header
// as well; "" where the page has none.
func Policy(html []byte) string {
	const marker = `<meta http-equiv="Content-Security-Policy" content="`
	_, rest, ok := bytes.Cut(html, []byte(marker))
	policy, _, closed := bytes.Cut(rest, []byte(`"`))
	if !ok || !closed {
		return ""
	}
	return string(policy)
}
