export { episodePicture, pictureFrame, sceneOf } from './picture.js';
export { drawShapes, layersOf, pointsOf } from './shapes.js';
export { sceneStyle } from './style.js';
export { boundsOf, viewOf, type Bounds, type View } from './view.js';
