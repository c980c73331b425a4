/** What pages draw. Each picture is there twice, for a desktop and for a phone; `PICTURE_CSS` shows one of the two. */
export { BarsPicture, BarsTable } from './bars/picture.js';
export { GraphPicture } from './graph/picture.js';
export { HowItWorks } from './how/picture.js';
export type { PlotLine, PlotPoint } from './plot/model.js';
export { PlotPicture, PlotTable } from './plot/picture.js';
export { rowsOf } from './plot/rows.js';
export { Sparkline } from './plot/sparkline.js';
export { PICTURE_CSS } from './style.js';
export { TimelineList, TimelinePicture } from './timeline/picture.js';
