import { createRoot } from "react-dom/client";
import { Tweet } from "react-tweet";
import "react-tweet/theme.css";
import "./app.css";

const root = document.getElementById("root");
createRoot(root).render(<Tweet apiUrl={root.dataset.api} />);
