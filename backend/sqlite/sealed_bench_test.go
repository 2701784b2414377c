package sqlite_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// What encryption at rest would cost (decision 0021): every page that is read is
// opened, every page that is written is sealed, under its own place and a nonce
// that stands behind it. The pages lie in a file that the system holds in memory,
// so that only the difference counts.
const (
	sealedPage  = 16 << 10
	sealedPages = 1024
)

func BenchmarkPagesAtRest(b *testing.B) {
	gcm := func() cipher.AEAD {
		block, err := aes.NewCipher(make([]byte, 32))
		if err != nil {
			b.Fatal(err)
		}
		a, err := cipher.NewGCM(block)
		if err != nil {
			b.Fatal(err)
		}
		return a
	}()
	chacha, err := chacha20poly1305.NewX(make([]byte, chacha20poly1305.KeySize))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read, plain", func(b *testing.B) { readPages(b, nil) })
	b.Run("read, AES-256-GCM", func(b *testing.B) { readPages(b, gcm) })
	b.Run("read, XChaCha20-Poly1305", func(b *testing.B) { readPages(b, chacha) })
	b.Run("write, plain", func(b *testing.B) { writePages(b, nil) })
	b.Run("write, AES-256-GCM", func(b *testing.B) { writePages(b, gcm) })
	b.Run("write, XChaCha20-Poly1305", func(b *testing.B) { writePages(b, chacha) })
}

// sealPage writes a page as it would lie in the file.
func sealPage(a cipher.AEAD, to, page []byte, number int) []byte {
	if a == nil {
		return append(to, page...)
	}
	nonce := make([]byte, a.NonceSize())
	_, _ = rand.Read(nonce)
	return append(a.Seal(to, nonce, page, binary.BigEndian.AppendUint32(nil, uint32(number))), nonce...)
}

func room(a cipher.AEAD) int {
	if a == nil {
		return sealedPage
	}
	return sealedPage + a.Overhead() + a.NonceSize()
}

func pagesIn(b *testing.B, a cipher.AEAD) *os.File {
	f, err := os.Create(filepath.Join(b.TempDir(), "pages"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	page := make([]byte, sealedPage)
	_, _ = rand.Read(page)
	for i := range sealedPages {
		if _, err := f.Write(sealPage(a, nil, page, i)); err != nil {
			b.Fatal(err)
		}
	}
	return f
}

func readPages(b *testing.B, a cipher.AEAD) {
	f, size := pagesIn(b, a), room(a)
	lies, opened := make([]byte, size), make([]byte, 0, size)
	b.SetBytes(sealedPage)
	i := 0
	for b.Loop() {
		if _, err := f.ReadAt(lies, int64(i*size)); err != nil {
			b.Fatal(err)
		}
		if a != nil {
			cut := size - a.NonceSize()
			if _, err := a.Open(opened, lies[cut:], lies[:cut], binary.BigEndian.AppendUint32(nil, uint32(i))); err != nil {
				b.Fatal(err)
			}
		}
		i = (i + 1) % sealedPages
	}
}

func writePages(b *testing.B, a cipher.AEAD) {
	f, size := pagesIn(b, a), room(a)
	page, lies := make([]byte, sealedPage), make([]byte, 0, size)
	b.SetBytes(sealedPage)
	i := 0
	for b.Loop() {
		if _, err := f.WriteAt(sealPage(a, lies, page, i), int64(i*size)); err != nil {
			b.Fatal(err)
		}
		i = (i + 1) % sealedPages
	}
}
