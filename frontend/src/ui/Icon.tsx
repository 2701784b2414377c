import { Baby, Briefcase, Car, Flag, Gift, GraduationCap, Heart, House, Landmark, Leaf, Plane, Gem, Shield, Star, Sun, type LucideIcon } from "lucide-react";

/** The icons that a plan may name for its milestones: one family, one weight. */
export const icons: Readonly<Record<string, LucideIcon>> = {
  sun: Sun,
  cap: GraduationCap,
  home: House,
  baby: Baby,
  child: Baby,
  car: Car,
  heart: Heart,
  gift: Gift,
  plane: Plane,
  work: Briefcase,
  bank: Landmark,
  leaf: Leaf,
  star: Star,
  shield: Shield,
  ring: Gem,
  flag: Flag,
};

/** A milestone's icon by its name in the plan; a flag when it has none. */
export function Icon({ name, size = 16 }: { name: string | undefined; size?: number }) {
  const Glyph = icons[name ?? ""] ?? Flag;
  return <Glyph size={size} strokeWidth={1.75} aria-hidden />;
}
