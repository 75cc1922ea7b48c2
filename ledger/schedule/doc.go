// Package schedule is pure loan arithmetic: what a loan costs and when it is repaid.
// It is a leaf that any room may use.
package schedule
