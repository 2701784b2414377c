import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getTrack } from "../api/track";

const keyOf = (plan: string) => ["track", plan] as const;

/** What really happened to a plan's household; `renew` after something was kept or taken away. */
export function useTrack(plan: string) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: keyOf(plan), queryFn: () => getTrack(plan) });
  return { track: data, error, again: () => void refetch(), renew: () => queries.invalidateQueries({ queryKey: keyOf(plan) }) };
}
