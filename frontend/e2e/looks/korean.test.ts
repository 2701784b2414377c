// Every screen in Korean.
import { walk } from "./walk";

walk("ko");
