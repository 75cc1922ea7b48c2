package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// appHeader is where the web app says which protocol it speaks: a whole number,
// raised in web/src/lib/api/app.ts with every change of requests or answers after
// which an app of before would do something wrong.
const appHeader = "Lumbung-App"

// oldestApp is the oldest protocol of the web app that this server speaks. Phones
// keep an app for weeks without a network, so it is raised only when requests of an
// older app can no longer be understood, or its reading of answers would be wrong;
// what was recorded with it stays on the phone and is sent by the newer one. A
// field more in an answer is no reason.
const oldestApp = 1

// refuseOld answers 426 to an app whose protocol is no longer spoken. Programs do
// not name one and are not concerned.
func refuseOld(c *fiber.Ctx) error {
	if given := c.Get(appHeader); given != "" {
		if protocol, err := strconv.Atoi(given); err != nil || protocol < oldestApp {
			c.Set(fiber.HeaderUpgrade, "lumbung-app/"+strconv.Itoa(oldestApp))
			return protocolError{Status: fiber.StatusUpgradeRequired, Code: "app_too_old"}
		}
	}
	return c.Next()
}
