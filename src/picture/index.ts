/** What pages draw. Each picture is there twice, for a desktop and for a phone; `PICTURE_CSS` shows one of the two. */
export { BarsPicture, BarsTable } from './bars/picture.js';
export { BARS_CSS } from './bars/style.js';
export { GraphPicture } from './graph/picture.js';
export { GRAPH_CSS } from './graph/style.js';
export { HowItWorks } from './how/picture.js';
export { HOW_CSS } from './how/style.js';
export type { PlotLine, PlotPoint } from './plot/model.js';
export { PlotPicture, PlotTable } from './plot/picture.js';
export { rowsOf } from './plot/rows.js';
export { Sparkline } from './plot/sparkline.js';
export { PLOT_CSS } from './plot/style.js';
export { PICTURE_CSS } from './style.js';
export { TimelineList, TimelinePicture } from './timeline/picture.js';
export { TIMELINE_CSS } from './timeline/style.js';
