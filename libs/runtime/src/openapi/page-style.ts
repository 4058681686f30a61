/** Light and dark by the reader's setting; system fonts, because nothing may be fetched. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--paper:#fff;--tint:#f5f7fa;--accent:#1d5fb4;
--get:#1d7a46;--post:#1d5fb4;--put:#9a6700;--patch:#9a6700;--delete:#b42318}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--line:#303844;--paper:#14181e;--tint:#1c222b;--accent:#7fb2f5;
--get:#5cc58a;--post:#7fb2f5;--put:#e0b04a;--patch:#e0b04a;--delete:#f08a80}}
*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem}
body{margin:0;display:grid;grid-template-columns:19rem minmax(0,1fr);color:var(--ink);background:var(--paper);
font:16px/1.65 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.25rem;border-right:1px solid var(--line);background:var(--tint);font-size:.875rem}
nav a{display:block;padding:.25rem .4rem;border-radius:.35rem;color:inherit;text-decoration:none}
nav a:hover{background:var(--line)}nav .home{font-weight:650;font-size:1rem}
nav h2{margin:1.2rem 0 .3rem .4rem;font-size:.75rem;color:var(--soft);font-weight:600}
main{padding:2.5rem clamp(1rem,4vw,4rem) 6rem;max-width:64rem}
h1{margin:0;font-size:1.9rem;line-height:1.3}h2{margin:3rem 0 .8rem;font-size:1.35rem}h3{margin:0;font-size:1.05rem}
h4{margin:1.4rem 0 .5rem;font-size:.95rem}small{color:var(--soft);font-weight:400;font-size:.85em}
p{margin:.55rem 0}.version{color:var(--soft)}a{color:var(--accent)}.summary{font-size:1.05rem}
section.operation,section.scheme,details.schema{margin:1.1rem 0;padding:1.2rem 1.4rem;border:1px solid var(--line);border-radius:.7rem}
code,pre{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;font-size:.875em}
p code,li code,td code{padding:.08em .35em;border-radius:.3em;background:var(--tint)}
pre{overflow:auto;margin:.5rem 0;padding:.9rem 1rem;border-radius:.5rem;background:var(--tint);line-height:1.5;white-space:pre;max-height:32rem}
pre.command{background:#1c2430;color:#e6e9ee}.path em{color:var(--accent);font-style:normal}.caption{color:var(--soft);font-size:.875rem;margin:.7rem 0 0}
.method{display:inline-block;min-width:3.4em;text-align:center;padding:.05em .5em;border:1px solid currentColor;border-radius:.4em;font:600 .75rem ui-monospace,Menlo,Consolas,monospace}
.method.get{color:var(--get)}.method.post{color:var(--post)}.method.put{color:var(--put)}.method.patch{color:var(--patch)}.method.delete{color:var(--delete)}
table{width:100%;border-collapse:collapse;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.45rem .7rem .45rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500;font-size:.8rem}td p:first-child{margin-top:0}td p:last-child{margin-bottom:0}
.must{color:var(--delete);font-size:.75rem;font-weight:500}.status{font-family:ui-monospace,Menlo,Consolas,monospace}
.answers td:first-child{width:4.5rem}.s2{color:var(--get)}.s4{color:var(--put)}.s5{color:var(--delete)}
details{margin:.4rem 0}summary{cursor:pointer}details table{display:block;overflow-x:auto}
@media(max-width:56rem){body{display:block}nav{position:static;height:auto;border:0;border-bottom:1px solid var(--line)}}
@media print{nav{display:none}body{display:block}}
`;
