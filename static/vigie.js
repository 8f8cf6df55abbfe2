// What scripts add to pages that work without them. Each module finds its elements, or does nothing.
import { errors, guard, unsaved, counters } from './js/forms.js';
import { live, clocks } from './js/live.js';
import { copies, keys } from './js/desk.js';

errors();
guard();
unsaved();
counters();
live();
clocks();
copies();
keys();
