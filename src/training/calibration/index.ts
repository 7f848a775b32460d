export { calibrate, decide, testCalibration, type CalibrateOptions, type Calibration, type CalibrationReport, type TestCalibrationOptions } from './calibrate.js';
export { expectedCalibrationError } from './calibration-error.js';
export { probabilitiesOf } from './temperature.js';
