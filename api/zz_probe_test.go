package api
import ("testing";"fmt";"strings")
func TestZZProbe(t *testing.T){ eachHouse(t, func(t *testing.T, h *house){
 if h.postgres { return }
 show := func(name string, a answer){ fmt.Printf("== %s: %d %.400s\n", name, a.status, a.body) }
 acc := func(b opened, code, name string){ a:=h.call("POST", b.path+"/accounts", fmt.Sprintf(`{"code":%q,"names":{"id":%q},"class":"asset"}`, code, name)); if a.status!=201 { show("open "+code, a)} }
 b := h.open("general","IDR"); acc(b,"kas a","x"); acc(b,"kas  a","x"); show("clash general", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("general","IDR"); acc(b,"kas","x"); acc(b,"(kas)","x"); show("clash bracket", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("general","IDR"); acc(b,"()","x"); show("empty name", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("general","IDR"); acc(b,"*","x"); show("star", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("group","IDR"); acc(b,"11 01","X"); acc(b,"11","01 X"); show("clash group", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("group","IDR"); acc(b,strings.Repeat("🌾",200),strings.Repeat("🌾",200)); show("long", h.call("GET", b.path+"/exports/hledger",""))
 b = h.open("group","IDR")
 e := h.call("POST", b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","memo":"%s","lines":[{"account":"1101","debit":1,"memo":"%[1]s"},{"account":"3102","credit":1}]}`, strings.Repeat("🌾",4000))); show("long memo", answer{status:e.status}); show("long memo export", h.call("GET", b.path+"/exports/hledger",""))
 for _, q := range []string{"/entries?day=","/entries?account=","/entries?party=","/entries?limit=","/entries?cursor=","/entries?order=","/entries?kind=","/trial-balance?fund=","/trial-balance?by=","/trial-balance?zeros=", "/accounts/1101?day="} { a:=h.call("GET", b.path+q,""); fmt.Println(q, a.status, problemOfAnswer(a)) }
 for _, body := range []string{`{"code":"x","name":"a\nb"}`,`{"code":"y","name":" "}`,`{"code":"z","name":"\u202eabc"}`,`{"code":"\u202ew","name":"abc"}`} { a:=h.call("POST", b.path+"/funds", body); show(body,a) }
 g := h.open("general","IDR"); acc(g,"kas","x"); acc(g,"lain","x"); h.post(g.path+"/funds",`{"code":"s","name":"s"}`)
 show("transfer general", h.call("POST", g.path+"/transfers", `{"day":"2026-03-01","from":{"fund":"general","account":"kas"},"to":{"fund":"s","account":"lain"},"amount":5}`))
 show("kind empty", h.call("POST", b.path+"/entries", `{"day":"2026-03-01","kind":"","lines":[{"account":"1101","debit":1},{"account":"3102","credit":1}]}`))
 show("currency empty", h.call("POST", "/v1/books", `{"kind":"group","name":"x","currency":""}`))
 show("normal empty", h.call("POST", b.path+"/accounts", `{"code":"nn","names":{"id":"x"},"class":"asset","normal":""}`))
 // overflow in reads
 o := h.open("group","IDR"); h.post(o.path+"/funds",`{"code":"s","name":"s"}`)
 for i, month := range []string{"01","02","03","04","05","06"} { 
  half := func(account, side string) string { return strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"account":"%s","%s":1000000000000000,"party":"0190a5b0-0000-7000-8000-00000000000%d"},`, account, side,i+1), 2500), ",") }
  a := h.call("POST", o.path+"/entries", `{"day":"2026-`+month+`-01","lines":[`+half("1101","debit")+","+half("3102","credit")+`]}`); fmt.Println("post", month, a.status, problemOfAnswer(a)) }
 for _, p := range []string{"/trial-balance","/accounts/1101","/accounts/1101?day=2026-06-30","/accounts/1101/statement?limit=1&from=2026-06-02","/verification","/exports/hledger"} { a := h.call("GET", o.path+p,""); show(p,answer{status:a.status,body:fmt.Sprintf("%.300s",a.body)}) }
})}
