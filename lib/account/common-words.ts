/**
 * The words that the most used passwords of twelve and more characters are made of. A password is refused when it is little else,
 * so each word stands for the whole family around it: `password1234`, `P@ssw0rd2026!`, `passwordpassword`.
 */
export const commonWords: readonly string[] = `
abc123 aa123456 access account adidas admin administrator aerostack america andrea andrew angel angels anthony apple arsenal ashley asdf asshole august austin
babygirl bailey banana barcelona baseball basketball batman beautiful beautifulgirl blink182 bitcoin brandon buster butterfly
changeme changeit charlie cheese chelsea chicken chocolate christian computer cookie corvette cowboys creative
daniel default december defaultpassword demo diamond dolphin dragon eminem elephant england everything
facebook family falcon ferrari firewall flower football forever freedom friday friend friends fuckyou fuckoff
gateway george ginger godzilla google guest guitar hacker hannah happy harley hello helloworld heaven hockey house hunter
iamthebest iloveyou iloveu internet january jasmine jennifer jessica jesus jesuschrist jordan joshua justin killer kitten
letmein letmeinnow legend liverpool linkedin login london lovely loveme love manager manchester manchesterunited martin master matrix matthew
maverick mercedes merlin metallica michael michelle microsoft minecraft monday monkey monster mother mustang myspace mypassword
nicole ninja nintendo nothing november october office operator orange
pa55word pass passphrase password passwort passwd passw0rd patrick peanut pepper pepsi personal phoenix player please pokemon porsche princess private purple
qazwsx qwer qwerty qwertz azerty rainbow ranger realmadrid robert rockstar root
samantha samsung scooter secret secure security september server service shadow shopping silver simple slipknot snoopy soccer software something spiderman spring starwars
starwarsfan startrek steelers student summer sunday sunshine superman superstar support sweetheart swordfish system
temp temporary tennis testing test thankyou thebest thomas thunder tigger tinkerbell trustno1 trustme tweety twitter
unicorn universe unknown user username victoria vanilla warrior wednesday welcome welcomehome whatever william winner winter wizard wonderful
correcthorsebatterystaple yankees yourmom zaq12wsx zxcvbn
`
  .trim()
  .split(/\s+/);
