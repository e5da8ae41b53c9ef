// Before the first paint, so that nothing flashes.
{
  let stored = null;
  try { stored = localStorage.getItem("stepbridge-theme"); } catch { /* private windows have none */ }
  if (stored) document.documentElement.dataset.theme = stored;
}
