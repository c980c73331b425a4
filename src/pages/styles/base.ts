import { SYMBOL_STROKE } from '../../design/symbols.js';

/** Text, links, forms: what is the same on every page. `cssVariables` stands before it. */
export const BASE_CSS = `
*,*::before,*::after{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:100%/1.55 var(--font-text);-webkit-text-size-adjust:100%;scroll-padding-top:var(--space-4)}
body{margin:0;min-height:100vh;display:flex;flex-direction:column}
h1,h2,h3,h4,p,ul,ol,dl,dd,pre{margin:0}
h1{font-size:var(--text-title);line-height:1.25;overflow-wrap:anywhere}
h2{font-size:var(--text-large);line-height:1.3}
h3{font-size:var(--text-body);overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em;overflow-wrap:anywhere}
img{max-width:100%;height:auto}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
[hidden]{display:none!important}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:var(--space-4);top:-6rem;background:var(--page);padding:var(--space-2) var(--space-4);z-index:1}
.skip:focus{top:var(--space-2)}
.code{font-family:var(--font-code);font-size:.94em;overflow-wrap:anywhere}
.muted{color:var(--muted)}
.small{font-size:var(--text-small)}
bdi{overflow-wrap:anywhere}
ol{padding-inline-start:1.4rem}
ol>li+li{margin-top:var(--space-2)}
.plain{list-style:none;padding:0}
.lead{color:var(--muted);max-width:44rem}
button,input,select,textarea{font:inherit;color:inherit}
input,select,textarea{background:var(--page);border:1px solid var(--edge);border-radius:var(--corner);padding:var(--space-2) var(--space-3);min-width:0}
button{background:var(--surface);border:1px solid var(--edge);border-radius:var(--corner);padding:var(--space-2) var(--space-4);cursor:pointer}
button:hover{border-color:var(--ink)}
.primary{background:var(--link);border-color:var(--link);color:var(--page);font-weight:600}
.button{display:inline-block;border:1px solid var(--edge);border-radius:var(--corner);padding:var(--space-2) var(--space-4);text-decoration:none;cursor:pointer;color:inherit;background:var(--surface)}
.button.primary{color:var(--page);background:var(--link)}
.message{background:var(--tone-fill);border:1px solid var(--tone-border);border-radius:var(--corner);padding:var(--space-3) var(--space-4)}
details{border-top:1px solid var(--line);padding-top:var(--space-3)}
summary{cursor:pointer;color:var(--link)}
details[open]>summary{margin-bottom:var(--space-3)}
.mark{flex:none;fill:none;stroke:var(--tone-text);stroke-width:${SYMBOL_STROKE};stroke-linecap:round;stroke-linejoin:round}
.mark-small{width:1.1rem;height:1.1rem;margin-top:.22rem}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{.site-header,.again,.skip,button{display:none}}
`;
