import type { Split } from '../tasks/index.js';

/**
 * Which categories of Caltech-101 are for what: 60, 17 and 20 of the 97. They were shuffled once and are written down, so that numbers can be compared; of the
 * shuffles with seeds 0, 1, 2, ... it is the first that leaves the body and the head of an animal (cougar, crocodile, flamingo) in one split.
 */
export const caltech101Split: Readonly<Record<Split, readonly string[]>> = {
  train: [
    'Leopards', 'anchor', 'ant', 'barrel', 'bass', 'brain', 'brontosaurus', 'buddha', 'cannon', 'car_side', 'ceiling_fan', 'chair',
    'chandelier', 'cougar_body', 'cougar_face', 'crab', 'crayfish', 'crocodile', 'crocodile_head', 'cup', 'dalmatian', 'dollar_bill', 'dolphin', 'electric_guitar',
    'elephant', 'emu', 'euphonium', 'ewer', 'ferry', 'gerenuk', 'hedgehog', 'helicopter', 'ibis', 'inline_skate', 'joshua_tree', 'ketch',
    'lamp', 'laptop', 'lobster', 'lotus', 'mayfly', 'menorah', 'minaret', 'nautilus', 'octopus', 'pigeon', 'pizza', 'revolver',
    'rhino', 'rooster', 'saxophone', 'sea_horse', 'soccer_ball', 'stapler', 'starfish', 'stop_sign', 'trilobite', 'umbrella', 'water_lilly', 'wrench',
  ],
  validation: [
    'Motorbikes', 'accordion', 'airplanes', 'beaver', 'bonsai', 'butterfly', 'camera', 'gramophone', 'grand_piano',
    'headphone', 'panda', 'pyramid', 'scissors', 'strawberry', 'sunflower', 'tick', 'wild_cat',
  ],
  test: [
    'binocular', 'cellphone', 'dragonfly', 'flamingo', 'flamingo_head', 'hawksbill', 'kangaroo', 'llama', 'mandolin', 'metronome',
    'okapi', 'pagoda', 'platypus', 'schooner', 'scorpion', 'stegosaurus', 'watch', 'wheelchair', 'windsor_chair', 'yin_yang',
  ],
};
