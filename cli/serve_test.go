package cli

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

const policyOfTests = "default-src 'none'"

func TestServePage(t *testing.T) {
	for _, c := range []struct {
		method, path, host string
		status             int
	}{
		{"GET", "/", "127.0.0.1:8090", 200},
		{"GET", "/?a=b", "127.0.0.1", 200},
		{"HEAD", "/", "localhost:8090", 200},
		{"GET", "/", "[::1]:8090", 200},
		{"GET", "/", "box.lan:8090", 200}, // as given to --listen
		{"GET", "/", "evil.example", 421},
		{"GET", "/", "127.0.0.1.evil.example:8090", 421},
		{"POST", "/", "evil.example", 421},
		{"GET", "/", "", 421},
		{"POST", "/", "127.0.0.1:8090", 405},
		{"PUT", "/x", "127.0.0.1:8090", 405},
		{"OPTIONS", "/", "127.0.0.1:8090", 405},
		{"GET", "/etc/passwd", "127.0.0.1:8090", 404},
		{"GET", "/index.html", "127.0.0.1:8090", 404},
		{"GET", "//", "127.0.0.1:8090", 404},
	} {
		r := httptest.NewRequest(c.method, c.path, strings.NewReader("something"))
		r.Host = c.host
		w := httptest.NewRecorder()
		servePage([]byte("the page"), policyOfTests, "box.lan").ServeHTTP(w, r)
		got := w.Result()
		name := c.method + " " + c.path + " of " + c.host
		if got.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", name, got.StatusCode, c.status)
		}
		page := c.status == 200 && c.method == "GET"
		if body, _ := io.ReadAll(got.Body); (string(body) == "the page") != page {
			t.Errorf("%s: body %q", name, body)
		}
		if got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", name, got.Header)
		}
		if csp := got.Header.Get("Content-Security-Policy"); c.status == 200 && csp != policyOfTests+"; frame-ancestors 'none'" {
			t.Errorf("%s: policy %q", name, csp)
		}
	}
}

// TestServe runs the whole command on a free port, asks it well and badly, and
// interrupts it.
func TestServe(t *testing.T) {
	tr := newTrial(t)
	put(t, "a.pcap", "capture")
	from, to := io.Pipe()
	tr.stdout = to
	ended := make(chan int, 1)
	go func() { ended <- tr.run([]string{"serve", "a.pcap", "--listen", "127.0.0.1:0"}) }()
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := strings.Fields(line)[1]
	for range 3 {
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if !strings.HasPrefix(string(body), "page with engine\n") {
			t.Fatalf("served %q", body)
		}
		address := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
		for _, request := range []string{"", "\x00\xff\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /" + strings.Repeat("a", 20<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n"} {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			conn.SetDeadline(time.Now().Add(20 * time.Second))
			io.WriteString(conn, request)
			conn.(*net.TCPConn).CloseWrite()
			if answer, _ := io.ReadAll(conn); strings.Contains(string(answer), "page with engine") {
				t.Errorf("%.40q is answered with the page", request)
			}
			conn.Close()
		}
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Skip("no interrupts here:", err)
	}
	if code := <-ended; code != exitDone {
		t.Errorf("exit %d after an interrupt: %s", code, tr.err.String())
	}
}

func TestServeErrors(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"serve", "--listen", "8090"}, exitUsage, "--listen 8090: give an address and a port"},
		{[]string{"serve", "--listen", taken.Addr().String()}, exitFailed, "address already in use"},
		{[]string{"serve", "missing.pcap"}, exitFailed, "missing.pcap: no such file"},
		{[]string{"serve", "--names", "hosts"}, exitUsage, "--names needs a capture"},
		{[]string{"serve", "--format", "csv"}, exitUsage, "unknown flag: --format"},
	} {
		tr := newTrial(t)
		if code := tr.run(c.args); code != c.code || !strings.Contains(tr.err.String(), c.want) || strings.Count(tr.err.String(), "\n") != 1 {
			t.Errorf("%v: exit %d, %q", c.args, code, tr.err.String())
		}
	}
}
