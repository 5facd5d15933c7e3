/* errors - what went wrong, as a sentence in the page's language. */
import { notifications } from "@mantine/notifications";
import { ApiError } from "../api/client.ts";
import { defineWords, useWords } from "../i18n/words.ts";

const words = defineWords({
  unreachable: ["The server does not answer. It is tried again when you act.", "Le serveur ne répond pas. Nouvel essai à votre prochaine action."],
  busy: ["The server is busy: try again in a moment.", "Le serveur est occupé : réessayez dans un instant."],
  unknown: ["Something failed: {text}", "Une erreur est survenue : {text}"],
});

export function useErrorText(): (error: unknown) => string {
  const t = useWords(words);
  return (error) => {
    if (error instanceof ApiError) {
      if (error.code === "unreachable") return t("unreachable");
      return error.message || (error.status === 503 ? t("busy") : t("unknown", { text: error.code }));
    }
    return t("unknown", { text: error instanceof Error ? error.message : String(error) });
  };
}

/** Tells an error in the corner; for writes that have no form to show it in. */
export function useTellError(): (error: unknown) => void {
  const textOf = useErrorText();
  return (error) => {
    notifications.show({ color: "red", message: textOf(error), autoClose: 8000 });
  };
}
