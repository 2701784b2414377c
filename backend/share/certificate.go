package share

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"

	"meridian/backend/durable"
)

// The files of the own authority.
const (
	authorityName    = "authority.pem"
	authorityKeyName = "authority.key"
)

// How long certificates are good for. Browsers refuse a server's that is longer
// than 398 days.
const (
	authorityLife = 10 * 365 * 24 * time.Hour
	serverLife    = 397 * 24 * time.Hour
	early         = time.Hour // for guests whose clock is behind
)

// certificate is what the door nearby shows: the owner's, or one that the own
// authority makes for this address.
func (s *Service) certificate(c Choice, host string) (certificate tls.Certificate, own bool, err error) {
	if c.Certificate != "" {
		certificate, err = s.given(c)
		return certificate, false, err
	}
	certificate, err = s.made(host)
	return certificate, true, err
}

func (s *Service) given(c Choice) (tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.Certificate, c.Key)
	if err != nil {
		return pair, ErrCertificate.With(err)
	}
	if now := s.Now(); now.After(pair.Leaf.NotAfter) || now.Before(pair.Leaf.NotBefore) {
		return pair, ErrCertificate.With(errors.New("not good now"))
	}
	return pair, nil
}

// made is a fresh certificate for an address and this machine's name. Its key is
// never written anywhere.
func (s *Service) made(host string) (tls.Certificate, error) {
	ca, caKey, err := s.authority()
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := s.template("Meridian on this network", serverLife)
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, ca, key.Public(), caKey)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{raw, ca.Raw}, PrivateKey: key}, nil
}

func (s *Service) template(name string, life time.Duration) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	now := s.Now()
	return &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-early), NotAfter: now.Add(life)}
}

// authority is the own one, which is made when there is none or it is too old.
func (s *Service) authority() (*x509.Certificate, *ecdsa.PrivateKey, error) {
	pair, err := tls.LoadX509KeyPair(s.path(authorityName), s.path(authorityKeyName))
	if err == nil {
		key, is := pair.PrivateKey.(*ecdsa.PrivateKey)
		if is && pair.Leaf.IsCA && s.Now().Add(serverLife).Before(pair.Leaf.NotAfter) {
			return pair.Leaf, key, nil
		}
	}
	return s.found()
}

// found makes an authority. It may sign certificates of servers and nothing else,
// so that whoever trusts it trusts it for little.
func (s *Service) found() (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := s.template("Meridian of this household", authorityLife)
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageCertSign, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, nil, fmt.Errorf("make an authority: %w", err)
	}
	hidden, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	err = errors.Join(
		durable.Write(s.path(authorityKeyName), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: hidden})),
		durable.Write(s.path(authorityName), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})))
	if err != nil {
		return nil, nil, fmt.Errorf("keep the authority: %w", err)
	}
	ca, err := x509.ParseCertificate(raw)
	return ca, key, err
}

// Authority is the own authority's certificate as PEM, for the devices of guests;
// it is made when there is none.
func (s *Service) Authority() ([]byte, error) {
	if _, _, err := s.authority(); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(s.path(authorityName))
	return bytes.TrimSpace(raw), err
}
