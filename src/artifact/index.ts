export { adaptedForm, fixedLearner, type Adaptation, type AdaptedForm, type FixedLearner } from './adapted-form.js';
export { ArtifactError, artifactFormat, parseCard, type AdaptProgram, type ArtifactCard, type Learns, type NamedSignature } from './card.js';
export { artifactFiles, type ArtifactParts } from './files.js';
export { learnerPrograms, type LearnerProgram, type Named, type ProgramsOf } from './learner-programs.js';
