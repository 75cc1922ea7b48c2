// Package schedule is pure loan arithmetic: what a loan costs and when it is repaid.
// It is a leaf that any room may use.
//
// Money is whole rupiah. Rates are exact fractions: 1.5 % a month is 3/200. The one
// rounding is [HalfUp], to whole rupiah; what it leaves over is in the last
// instalment, so that principals add up to the loan.
package schedule
