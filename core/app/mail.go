package app

import "bytes"

// code reports whether data begins with a reply code of three digits, RFC 959
// §4.2 and RFC 5321 §4.2, and returns it.
func code(data []byte) (code int, ok bool) {
	if len(data) < 4 || !digits(data[:3]) || data[3] != ' ' && data[3] != '-' && data[3] != '\r' {
		return 0, false
	}
	return number(data[:3]), true
}

// containsFold reports whether data has one of these in it, in upper or lower
// case; they are in upper case.
func containsFold(data []byte, words ...string) bool {
	for i := range data {
		if beginsFold(data[i:], words...) {
			return true
		}
	}
	return false
}

// greeting is the part of a payload in which a server says what it is.
func greeting(data []byte) []byte { return data[:min(len(data), 160)] }

// isSMTP: RFC 5321 §4.1 and §4.2; LMTP, RFC 2033.
func isSMTP(p *Peek) Verdict {
	d := p.Data
	if d[0] >= '0' && d[0] <= '9' {
		n, ok := code(d)
		switch {
		case !ok:
			return No
		case p.On(25, 587, 2525):
			return yes(n >= 200 && n < 600 && d[len(d)-1] == '\n')
		case n == 220:
			return yes(containsFold(greeting(d), "SMTP", "MAIL") && !containsFold(greeting(d), "FTP "))
		case n == 250:
			return yes(beginsFold(p.OtherFirst(), "EHLO ", "HELO ", "LHLO ") || containsFold(greeting(d), "PIPELINING", "8BITMIME"))
		}
		return No
	}
	switch {
	case beginsFold(d, "EHLO ", "HELO ", "LHLO ", "MAIL FROM:", "RCPT TO:"):
		return Yes
	case p.On(25, 587, 2525):
		return yes(beginsFold(d, "AUTH ", "DATA\r\n", "RSET\r\n", "NOOP\r\n", "QUIT\r\n", "STARTTLS\r\n", "VRFY ", "BDAT ", "EHLO\r\n", "HELO\r\n"))
	}
	return No
}

const smtpLead = "2345EeHhLlMmRrAaDdNnQqSsVvBb"

// isIMAP: RFC 9051 §2.2: commands after a tag, answers with the tag or "*".
func isIMAP(p *Peek) Verdict {
	d := p.Data
	if begins(d, "* ") {
		switch {
		case beginsFold(d[2:], "CAPABILITY IMAP", "PREAUTH ", "BYE IMAP"):
			return Yes
		case beginsFold(d[2:], "OK", "BYE"):
			return yes(p.On(143) || containsFold(greeting(d), "IMAP"))
		case p.On(143):
			return yes(len(d) > 3)
		}
		return No
	}
	tag := bytes.IndexByte(d[:min(len(d), 16)], ' ')
	if tag < 1 || !identifier(d[:tag]) {
		return No
	}
	rest := d[tag+1:]
	switch {
	case p.On(143):
		return yes(beginsFold(rest, "OK", "NO", "BAD", "CAPABILITY", "LOGIN ", "LOGOUT", "AUTHENTICATE ", "SELECT ", "EXAMINE ", "LIST ", "LSUB ",
			"FETCH ", "STORE ", "UID ", "NOOP", "IDLE", "STARTTLS", "STATUS ", "APPEND ", "NAMESPACE", "ID ", "SEARCH ", "CLOSE", "EXPUNGE", "ENABLE "))
	case d[tag-1] < '0' || d[tag-1] > '9': // most clients' tags end with a number
		return No
	}
	return yes(beginsFold(rest, "CAPABILITY\r\n", "AUTHENTICATE PLAIN", "AUTHENTICATE LOGIN", "UID FETCH ", "UID SEARCH ", "SELECT \"", "SELECT INBOX",
		"LIST \"", "STARTTLS\r\n", "IDLE\r\n", "LSUB \"", "NAMESPACE\r\n", "OK CAPABILITY ") ||
		beginsFold(rest, "LOGIN ") && begins(p.OtherFirst(), "* "))
}

// imapLead is what a tag can begin with, or "*".
const imapLead = "*0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// isPOP3: RFC 1939 and RFC 2449.
func isPOP3(p *Peek) Verdict {
	d := p.Data
	if begins(d, "+OK", "-ERR ") {
		switch {
		case p.On(110):
			return Yes
		case d[0] == '-' || p.Length == 5: // Redis says so too
			return No
		}
		return yes(containsFold(greeting(d), "POP3", "POP ", "DOVECOT") || beginsFold(p.OtherFirst(), "CAPA\r\n", "USER ", "APOP ", "AUTH"))
	}
	if p.On(110) {
		return yes(beginsFold(d, "CAPA", "USER ", "PASS ", "APOP ", "AUTH", "STLS", "STAT", "LIST", "UIDL", "RETR ", "DELE ", "TOP ", "NOOP", "QUIT", "RSET"))
	}
	return yes(begins(p.OtherFirst(), "+OK ") && beginsFold(d, "CAPA\r\n", "USER ", "APOP ", "AUTH", "STLS\r\n"))
}

// isNNTP: RFC 3977 §3 and §5.
func isNNTP(p *Peek) Verdict {
	d := p.Data
	if n, ok := code(d); ok {
		switch {
		case p.On(119):
			return yes(n >= 100 && n < 600)
		case n == 200 || n == 201:
			return yes(containsFold(greeting(d), "NNTP", "NEWS", "INN ", "POSTING"))
		}
		return No
	}
	if beginsFold(d, "MODE READER\r\n", "AUTHINFO USER ", "NEWGROUPS ", "XOVER ", "ARTICLE <") {
		return Yes
	}
	return yes(p.On(119) && beginsFold(d, "GROUP ", "LIST", "ARTICLE ", "HEAD ", "BODY ", "STAT ", "POST\r\n", "IHAVE ", "QUIT", "CAPABILITIES", "OVER ", "TAKETHIS ", "CHECK ", "MODE "))
}
