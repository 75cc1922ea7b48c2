package people

// HoldHashing keeps all places busy where secrets are hashed, until the returned
// function is called.
func (p *People) HoldHashing() func() {
	for range cap(p.hashing) {
		p.hashing <- struct{}{}
	}
	return func() {
		for range cap(p.hashing) {
			<-p.hashing
		}
	}
}
