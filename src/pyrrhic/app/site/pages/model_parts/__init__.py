"""Parts of the page of the model: values in history, beliefs about numbers, what depends on what, panels that miss."""
