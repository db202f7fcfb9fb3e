// The server of GoServer: address, certificate, key and the content of /content.txt are
// its arguments.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

const piece = 4 * 1024

func main() {
	content := os.Args[4]
	http.HandleFunc("/content.txt", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, content)
	})
	http.HandleFunc("/upload", func(w http.ResponseWriter, r *http.Request) {
		length := 0
		read(r, func(b []byte) { length += len(b) })
		fmt.Fprint(w, length)
	})
	http.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		read(r, func(b []byte) { w.Write(b) })
	})
	http.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
	})
	log.Fatal(http.ListenAndServeTLS(os.Args[1], os.Args[2], os.Args[3], nil))
}

func read(r *http.Request, each func([]byte)) {
	buffer := make([]byte, piece)
	for {
		n, err := r.Body.Read(buffer)
		each(buffer[:n])
		if err != nil {
			return
		}
	}
}
