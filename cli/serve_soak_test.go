package cli

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// badRequests are what no browser sends, and what one sends that was led astray.
var badRequests = []string{
	"",
	"\r\n\r\n\r\n",
	"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", // TLS
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
	"GET / HTTP/1.1\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
	"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"GET /%00%2e%2e/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"GET /" + strings.Repeat("a", 40<<10) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("A: b\r\n", 5000) + "\r\n",
	"GET / HTTP/1.1\r\nHost: localhost\r\n : \x00\r\n\r\n",
	"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nx",
	"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
	"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
	"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
	"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
	"TRACE / HTTP/1.1\r\nHost: localhost\r\nMax-Forwards: 0\r\n\r\n",
}

// TestServeSoak asks a server badly, thousands of times and many at once, while
// somebody looks at the page: he gets it whole each time, nobody gets it who
// asked badly, and nothing of it all is left in the server.
func TestServeSoak(t *testing.T) {
	page := bytes.Repeat([]byte("the page in the flesh "), 50_000) // 1.1 MB
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	server := newServer(servePage(page, policyOfTests, "127.0.0.1"))
	gone := make(chan error, 1)
	go func() { gone <- server.Serve(l) }()
	address := l.Addr().String()

	const attackers, requests = 32, 100
	var done sync.WaitGroup
	for a := range attackers {
		done.Go(func() {
			r := rand.New(rand.NewPCG(uint64(a), 1))
			for range requests {
				attack(t, address, r)
			}
		})
	}
	// Connections that say nothing, or never say it all, or never take the answer.
	const good = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
	for i := range 200 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, good[:i%(len(good)+1)])
	}
	for range 50 {
		looks(t, address, page)
	}
	done.Wait()
	looks(t, address, page)
	http.DefaultClient.CloseIdleConnections()
	server.Close()
	if err := <-gone; err != http.ErrServerClosed {
		t.Errorf("the server ended with %v", err)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left, of %d", n, before)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 64<<20 {
		t.Errorf("%d MiB are left", m.HeapAlloc>>20)
	}
}

// looks asks as a browser does.
func looks(t *testing.T, address string, page []byte) {
	t.Helper()
	answer, err := http.Get("http://" + address + "/")
	if err != nil {
		t.Error(err)
		return
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || !bytes.Equal(body, page) {
		t.Errorf("%d bytes of the page's %d, %v", len(body), len(page), err)
	}
}

// How a bad request is sent, else whole.
const (
	cut = iota
	spoilt
)

// attack sends a bad request, whole, cut or spoilt, and looks at the answer.
func attack(t *testing.T, address string, r *rand.Rand) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	request := []byte(badRequests[r.IntN(len(badRequests))])
	how := r.IntN(3)
	switch how {
	case cut:
		request = request[:r.IntN(len(request)+1)]
	case spoilt:
		for range min(len(request), 4) {
			request[r.IntN(min(len(request), 200))] = byte(r.Uint32())
		}
	}
	conn.Write(request)
	if r.IntN(4) == 0 {
		return // who asked is gone before the answer
	}
	conn.(*net.TCPConn).CloseWrite()
	answer, _ := io.ReadAll(conn)
	if bytes.Contains(answer, []byte("in the flesh")) && !(how == spoilt && allowed(request)) {
		t.Errorf("%.80q is answered with the page", request)
	}
}

// allowed reports whether a spoilt request came to be one for the page.
func allowed(request []byte) bool {
	head := string(request)
	return strings.HasPrefix(head, "GET ") && strings.Contains(head, "localhost")
}
