"""How well the pipeline understands, by cross-validation. Nothing of this runs while residents are served."""
