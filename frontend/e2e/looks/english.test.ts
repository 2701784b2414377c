// Every screen in English.
import { walk } from "./walk";

walk("en");
