// spoken is the protocol in which this app talks with the server, which answers 426
// when it reads it no more. It is raised with every change of requests or of the
// reading of answers after which an app of before would do something wrong.
export const spoken = { 'Lumbung-App': '1' }
