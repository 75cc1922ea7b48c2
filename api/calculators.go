package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger/business"
)

// figureOrNullSchema stands for [business.FigureOrNull] in the contract.
type figureOrNullSchema struct{}

func (figureOrNullSchema) Schema(r huma.Registry) *huma.Schema {
	s := figureSchema{}.Schema(r)
	s.OneOf = append(s.OneOf, &huma.Schema{Type: "null"})
	return s
}

// Unused is embedded into the answer of every calculator.
type Unused struct {
	NotUsed []string `json:"not_used" doc:"Fields of the request that the calculator has no use for; a mistyped name is among them"`
}

// The answers of the calculators, each with what was not used.
type (
	costingOut struct {
		business.Costing
		Unused
	}
	pricesOut struct {
		business.Prices
		Unused
	}
	breakEvenOut struct {
		business.BreakEven
		Unused
	}
	stockCardOut struct {
		business.StockCard
		Unused
	}
	cashPlanOut struct {
		business.CashPlan
		Unused
	}
	savingsPlanOut struct {
		business.SavingsPlan
		Unused
	}
	taxEstimateOut struct {
		business.TaxEstimate
		Unused
	}
	bridgeOut struct {
		business.Bridge
		Unused
	}
	pursesOut struct {
		business.Purses
		Unused
	}
	openingOut struct {
		business.OpeningPosition
		Unused
	}
)

func addCalculators(s *Server) {
	addCalculator(s, Route{Path: "/v1/costings", Summary: "Cost a batch",
		Description: "Everything the batch used up, own labour and the wear of tools included, divided by what can be sold. Prices are rounded up to the step."},
		business.CostBatch, func(c business.Costing, u Unused) costingOut { return costingOut{c, u} })
	addCalculator(s, Route{Path: "/v1/prices", Summary: "Set a price",
		Description: "From the cost of one unit: by a markup on the cost, by a margin on the price, less a discount for resellers; and whether the price of now leaves anything."},
		business.SetPrice, func(p business.Prices, u Unused) pricesOut { return pricesOut{p, u} })
	addCalculator(s, Route{Path: "/v1/break-even", Summary: "Find the break-even point",
		Description: "Of one product, or of a mix of products weighed by their units or their revenue. Units are rounded up."},
		business.FindBreakEven, func(b business.BreakEven, u Unused) breakEvenOut { return breakEvenOut{b, u} })
	addCalculator(s, Route{Path: "/v1/stock-cards", Summary: "Work out a stock card",
		Description: "By the moving average. What goes out takes its part of the value on hand, rounded half up; the last to go takes what is left."},
		business.WorkStockCard, func(c business.StockCard, u Unused) stockCardOut { return stockCardOut{c, u} })
	addCalculator(s, Route{Path: "/v1/cash-plans", Summary: "Plan cash",
		Description: "The money left at the end of each week, the lowest week, the extra that every week needs, and the same with changes tried."},
		business.PlanCash, func(p business.CashPlan, u Unused) cashPlanOut { return cashPlanOut{p, u} })
	addCalculator(s, Route{Path: "/v1/savings-plans", Summary: "Plan savings",
		Description: "How much a week until a target, rounded up to the step, the last week smaller; or how many weeks at so much a week."},
		business.PlanSavings, func(p business.SavingsPlan, u Unused) savingsPlanOut { return savingsPlanOut{p, u} })
	addCalculator(s, Route{Path: "/v1/tax-estimates", Summary: "Estimate the final income tax",
		Description: "On turnover, by the rule of the year. An estimate, not an assessment: the answer names the rule, its days and its source."},
		business.EstimateTax, func(e business.TaxEstimate, u Unused) taxEstimateOut { return taxEstimateOut{e, u} })
	addCalculator(s, Route{Path: "/v1/profit-to-cash", Summary: "Bridge profit to cash",
		Description: "Why the money of a period did not change by its profit. The lines add up to the change of cash exactly."},
		business.BridgeProfitToCash, func(b business.Bridge, u Unused) bridgeOut { return bridgeOut{b, u} })
	addCalculator(s, Route{Path: "/v1/purses", Summary: "Tell business money from home money",
		Description: "What went through one purse, split into the business's and the home's."},
		business.SplitPurse, func(p business.Purses, u Unused) pursesOut { return pursesOut{p, u} })
	addCalculator(s, Route{Path: "/v1/opening-positions", Summary: "Find the opening position",
		Description: "What a business without books has, less what it owes: the owner's capital. Goods of the home are left out."},
		business.OpenPosition, func(p business.OpeningPosition, u Unused) openingOut { return openingOut{p, u} })
}

// addCalculator adds the route of a pure function: its question is the body, its answer is
// shown with what was not used.
func addCalculator[Q, A, O any](s *Server, r Route, work func(Q) (A, error), show func(A, Unused) O) {
	r.Method, r.Public, r.Pure, r.Status, r.Tag = http.MethodPost, true, true, http.StatusOK, "calculators"
	add(s, r, func(_ context.Context, in *struct{ Body lenient[Q] }) (*reply[O], error) {
		answer, err := work(in.Body.In)
		if err != nil {
			return nil, err
		}
		return &reply[O]{show(answer, Unused{in.Body.NotUsed})}, nil
	})
}
