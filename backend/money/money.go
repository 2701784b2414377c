package money

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Errors that every function here returns, wrapped with the offending text.
var (
	ErrSyntax    = errors.New("not a decimal number")
	ErrRange     = errors.New("too large for whole minor units")
	ErrPrecision = errors.New("finer than the currency's smallest unit")
	ErrCurrency  = errors.New("not a currency that Meridian knows")
	ErrMixed     = errors.New("amounts of different currencies")
)

// MaxDigits bounds a decimal's length; longer ones are refused before parsing.
const MaxDigits = 40

// Currency is an ISO 4217 code.
type Currency string

// exponents is ISO 4217 (SIX list one, 2024): currencies whose smallest unit
// is not a hundredth come first.
var exponents = map[Currency]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
	"PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"AED": 2, "ARS": 2, "AUD": 2, "BDT": 2, "BGN": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2,
	"COP": 2, "CZK": 2, "DKK": 2, "EGP": 2, "EUR": 2, "GBP": 2, "GEL": 2, "GHS": 2, "HKD": 2,
	"HUF": 2, "IDR": 2, "ILS": 2, "INR": 2, "KES": 2, "KHR": 2, "KZT": 2, "LKR": 2, "MAD": 2,
	"MNT": 2, "MOP": 2, "MXN": 2, "MYR": 2, "NGN": 2, "NOK": 2, "NPR": 2, "NZD": 2, "PEN": 2,
	"PHP": 2, "PKR": 2, "PLN": 2, "QAR": 2, "RON": 2, "RSD": 2, "SAR": 2, "SEK": 2, "SGD": 2,
	"THB": 2, "TRY": 2, "TWD": 2, "TZS": 2, "UAH": 2, "USD": 2, "UYU": 2, "UZS": 2, "ZAR": 2,
}

// Exponent is how many decimal places the currency has, and whether it is known.
func (c Currency) Exponent() (int, bool) {
	e, ok := exponents[c]
	return e, ok
}

// Known reports whether c is in the table.
func (c Currency) Known() bool {
	_, ok := exponents[c]
	return ok
}

// Amount is a whole number of minor units.
type Amount struct {
	Minor    int64
	Currency Currency
}

// Parse reads a plain decimal ("-12.50", "4500000"; no exponent, no grouping,
// no leading plus) as an amount, exactly. It errs with ErrSyntax, ErrCurrency,
// ErrPrecision or ErrRange.
func Parse(decimal string, c Currency) (Amount, error) {
	exp, ok := c.Exponent()
	if !ok {
		return Amount{}, fmt.Errorf("amount in %q: %w", string(c), ErrCurrency)
	}
	neg, whole, frac, err := split(decimal)
	if err != nil {
		return Amount{}, err
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > exp {
		return Amount{}, fmt.Errorf("amount %q in %s: %w", decimal, c, ErrPrecision)
	}
	digits := whole + frac + strings.Repeat("0", exp-len(frac))
	if neg {
		digits = "-" + digits
	}
	minor, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Amount{}, fmt.Errorf("amount %q in %s: %w", decimal, c, ErrRange)
	}
	return Amount{Minor: minor, Currency: c}, nil
}

// split cuts a decimal into sign, whole digits and fractional digits.
func split(s string) (neg bool, whole, frac string, err error) {
	rest, neg := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(rest, ".")
	if len(s) > MaxDigits || !digits(whole) || (dot && !digits(frac)) {
		return false, "", "", fmt.Errorf("amount %.50q: %w", s, ErrSyntax)
	}
	return neg, whole, frac, nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Valid reports whether s is a plain decimal, whatever its currency.
func Valid(s string) bool {
	_, _, _, err := split(s)
	return err == nil
}

// Float is the decimal as the nearest float64. It errs with ErrSyntax.
func Float(decimal string) (float64, error) {
	if _, _, _, err := split(decimal); err != nil {
		return 0, err
	}
	f, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		return 0, fmt.Errorf("amount %q: %w", decimal, ErrRange)
	}
	return f, nil
}

// String is the shortest exact decimal, without grouping or currency.
func (a Amount) String() string {
	exp, _ := a.Currency.Exponent()
	if exp == 0 {
		return strconv.FormatInt(a.Minor, 10)
	}
	// big.Int holds -MinInt64, which int64 does not.
	n := new(big.Int).Abs(big.NewInt(a.Minor)).String()
	if len(n) <= exp {
		n = strings.Repeat("0", exp-len(n)+1) + n
	}
	s := n[:len(n)-exp] + "." + n[len(n)-exp:]
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if a.Minor < 0 {
		return "-" + s
	}
	return s
}

// Float is the amount in major units, for the engine.
func (a Amount) Float() float64 {
	exp, _ := a.Currency.Exponent()
	return float64(a.Minor) / math.Pow10(exp)
}

// Add is the exact sum. It errs with ErrMixed or ErrRange.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("add %s and %s: %w", a.Currency, b.Currency, ErrMixed)
	}
	sum := a.Minor + b.Minor
	// Overflow is the one way for a sum's sign to differ from both of its terms'.
	if (a.Minor^sum)&(b.Minor^sum) < 0 {
		return Amount{}, fmt.Errorf("add in %s: %w", a.Currency, ErrRange)
	}
	return Amount{Minor: sum, Currency: a.Currency}, nil
}

// Times is n times the amount. It errs with ErrRange.
func (a Amount) Times(n int64) (Amount, error) {
	product := new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(n))
	if !product.IsInt64() {
		return Amount{}, fmt.Errorf("%d times an amount in %s: %w", n, a.Currency, ErrRange)
	}
	return Amount{Minor: product.Int64(), Currency: a.Currency}, nil
}

// Rate is an exchange rate: one unit of From is Per units of To, in major units.
type Rate struct {
	From, To Currency
	Per      *big.Rat
}

// ParseRate reads a positive decimal as the rate from one currency to another.
// It errs with ErrSyntax, ErrRange (not positive) or ErrCurrency.
func ParseRate(decimal string, from, to Currency) (Rate, error) {
	if !from.Known() || !to.Known() {
		return Rate{}, fmt.Errorf("rate %s/%s: %w", from, to, ErrCurrency)
	}
	if !Valid(decimal) {
		return Rate{}, fmt.Errorf("rate %.50q: %w", decimal, ErrSyntax)
	}
	per, ok := new(big.Rat).SetString(decimal)
	if !ok || per.Sign() <= 0 {
		return Rate{}, fmt.Errorf("rate %q: %w", decimal, ErrRange)
	}
	return Rate{From: from, To: to, Per: per}, nil
}

// Inverse turns the rate around, exactly.
func (r Rate) Inverse() Rate {
	return Rate{From: r.To, To: r.From, Per: new(big.Rat).Inv(r.Per)}
}

// Float is the rate for the engine.
func (r Rate) Float() float64 {
	f, _ := r.Per.Float64()
	return f
}

// Convert changes an amount of From into To, rounded half away from zero to
// To's smallest unit. It errs with ErrMixed or ErrRange.
func (r Rate) Convert(a Amount) (Amount, error) {
	if a.Currency != r.From {
		return Amount{}, fmt.Errorf("convert %s at %s/%s: %w", a.Currency, r.From, r.To, ErrMixed)
	}
	from, _ := r.From.Exponent()
	to, _ := r.To.Exponent()
	x := new(big.Rat).Mul(new(big.Rat).SetInt64(a.Minor), r.Per)
	x.Mul(x, scale(to-from))
	minor, ok := roundRat(x)
	if !ok {
		return Amount{}, fmt.Errorf("convert %s to %s: %w", r.From, r.To, ErrRange)
	}
	return Amount{Minor: minor, Currency: r.To}, nil
}

// scale is ten to the power of n.
func scale(n int) *big.Rat {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	if n < 0 {
		return new(big.Rat).SetFrac(big.NewInt(1), p)
	}
	return new(big.Rat).SetInt(p)
}

// roundRat is the nearest integer, halves away from zero.
func roundRat(x *big.Rat) (int64, bool) {
	twice := new(big.Int).Mul(new(big.Int).Abs(x.Num()), big.NewInt(2))
	twice.Add(twice, x.Denom())
	n := twice.Quo(twice, new(big.Int).Mul(x.Denom(), big.NewInt(2)))
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return n.Int64(), n.IsInt64()
}
