package plan

import (
	"fmt"
	"strconv"
)

// index counts months from the year 0; false when m is not a month.
func (m Month) index() (int, bool) {
	if len(m) != 7 || m[4] != '-' {
		return 0, false
	}
	year, err1 := strconv.Atoi(string(m[:4]))
	month, err2 := strconv.Atoi(string(m[5:]))
	if err1 != nil || err2 != nil || year < 0 || month < 1 || month > 12 {
		return 0, false
	}
	return year*12 + month - 1, true
}

// MonthOf is the calendar month of a year; months beyond 1 to 12 run over into other years.
func MonthOf(year, month int) Month {
	return monthAt(year*12 + month - 1)
}

func monthAt(index int) Month {
	return Month(fmt.Sprintf("%04d-%02d", index/12, index%12+1))
}

// Date is the year and the month of the year; zeros when m is not a month.
func (m Month) Date() (year, month int) {
	i, ok := m.index()
	if !ok {
		return 0, 0
	}
	return i / 12, i%12 + 1
}

// Add is the month n months after m; m itself when it is not a month.
func (m Month) Add(n int) Month {
	i, ok := m.index()
	if !ok {
		return m
	}
	return monthAt(i + n)
}

// Since is how many months m is after other; 0 when either is not a month.
func (m Month) Since(other Month) int {
	i, ok1 := m.index()
	j, ok2 := other.index()
	if !ok1 || !ok2 {
		return 0
	}
	return i - j
}
