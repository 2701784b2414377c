import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Navigate, useParams, useSearchParams } from "react-router";
import { listPlans } from "../../api/plans";
import { useLocale, useText } from "../../i18n/text";
import { Household } from "../../shell/Household";
import { useTitle } from "../../shell/useTitle";
import { PlaceProvider } from "../../ui/left";
import { useTyped } from "../../ui/useTyped";
import { Forecasts } from "../Forecasts";
import { firstAnswers, type Answers } from "./answers";
import { Doors } from "./Doors";
import { FirstPicture } from "./FirstPicture";
import { lastStep, Questions } from "./Questions";
import { Who } from "./Who";

/** Nothing typed is lost on reload: answers wait in this window until they are a plan. */
function useAnswers() {
  const locale = useLocale();
  const [first] = useState(() => firstAnswers(locale === "ko" ? "kr" : "us", new Date().getFullYear()));
  return useTyped<Answers>("welcome", first);
}

/** The first run: three doors, five questions, one picture. */
export default function Welcome() {
  const t = useText();
  useTitle(t("welcome.title"));
  const { "*": step = "" } = useParams();
  const [query] = useSearchParams();
  const [answers, setAnswers, forget] = useAnswers();
  const plans = useQuery({ queryKey: ["plans"], queryFn: listPlans });
  const plan = query.get("plan");
  const done = useRef(false);
  useEffect(() => void (done.current = step === "done"), [step]);
  useEffect(() => () => void (done.current && forget()), [forget]); // they are a plan, and the way back is left behind
  if (step === "") return <Doors plans={plans.data ?? []} begin={setAnswers} />;
  if (step === "1")
    return (
      <PlaceProvider value="welcome">
        <Who answers={answers} change={setAnswers} plan={plan} />
      </PlaceProvider>
    );
  const asked = Number(step);
  if (!plan || (step !== "done" && !(asked >= 2 && asked <= lastStep))) return <Navigate to="/welcome" replace />;
  return (
    <Household key={plan} id={plan} Forecasts={Forecasts}>
      <PlaceProvider value={`welcome.${step}`}>{step === "done" ? <FirstPicture /> : <Questions step={asked} answers={answers} change={setAnswers} />}</PlaceProvider>
    </Household>
  );
}
