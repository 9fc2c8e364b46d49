# Makes surveillance.json: results of R's `surveillance` that test/surveillance.test.ts holds ours against. Run by hand, not in CI:
#   Rscript packages/early-warning/test/generated/surveillance.R > packages/early-warning/test/generated/surveillance.json
# Debian: r-cran-surveillance, r-cran-jsonlite. The series are made up here; they are part of the output.
suppressMessages({ library(surveillance); library(jsonlite) })
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20260525)

weeks <- 7 * 52
week <- seq_len(weeks)
season <- function(size) size * cos(2 * pi * (week - 8) / 52)
overdispersed <- function(mean, phi) rnbinom(weeks, mu = mean, size = mean / (phi - 1))
series <- list(
  seasonal = rpois(weeks, exp(2.2 + season(0.4))),
  rising = overdispersed(exp(1.6 + 0.002 * week + season(0.3)), 1.8),
  falling = overdispersed(exp(3.4 - 0.003 * week + season(0.2)), 2.5),
  sparse = rpois(weeks, exp(0.1 + season(0.3))),
  outbreak = local({ x <- rpois(weeks, exp(1.8 + season(0.3))); x[300:303] <- x[300:303] + c(12, 25, 18, 9); x }),
  gaps = local({ x <- as.numeric(rpois(weeks, exp(2 + season(0.3)))); x[c(20:32, 150, 151, 200:212)] <- NA; x })
)
asSts <- function(x) sts(observed = x, frequency = 52, start = c(2019, 1))
range <- seq(weeks - 39, weeks)

ears <- function(x, method, minSigma) {
  control <- list(range = range, method = method, baseline = 7, minSigma = minSigma, alpha = 0.001)
  list(method = method, minSigma = minSigma, alpha = 0.001, upperbound = as.numeric(upperbound(earsC(asSts(x), control))))
}
# The same without the line that overwrites the fitted model's weights: its standard errors are those of the weighted fit.
amended <- local({
  lines <- sub("model$weights <- omega", "NULL", deparse(surveillance:::algo.farrington.fitGLM.flexible), fixed = TRUE)
  made <- eval(parse(text = lines)); environment(made) <- asNamespace("surveillance"); made
})
original <- surveillance:::algo.farrington.fitGLM.flexible
withFit <- function(fit, work) {
  assignInNamespace("algo.farrington.fitGLM.flexible", fit, "surveillance")
  on.exit(assignInNamespace("algo.farrington.fitGLM.flexible", original, "surveillance"))
  force(work())
}
flexible <- function(x, reweight, noPeriods, trend) {
  control <- list(range = range, b = 5, w = 3, reweight = reweight, weightsThreshold = 2.58, alpha = 0.005, trend = trend,
    pThresholdTrend = 1, limit54 = c(0, 1), powertrans = "2/3", noPeriods = noPeriods, pastWeeksNotIncluded = 26,
    thresholdMethod = "delta", glmWarnings = FALSE)
  run <- function() suppressWarnings(farringtonFlexible(asSts(x), control))
  found <- run()
  list(b = 5, w = 3, reweight = reweight, alpha = 0.005, noPeriods = noPeriods, trend = trend, pastWeeksNotIncluded = 26,
    expected = as.numeric(found@control$expected), phi = as.numeric(found@control$phiVector),
    upperbound = as.numeric(upperbound(found)), upperbound_own_weights = as.numeric(upperbound(withFit(amended, run))), trended = !is.na(as.numeric(found@control$trendVector)))
}
results <- lapply(names(series), function(name) {
  x <- series[[name]]
  list(name = name, counts = x,
    ears = if (anyNA(x)) list() else list(ears(x, "C2", 0), ears(x, "C2", 1), ears(x, "C3", 0), ears(x, "C3", 1)),
    farrington = list(flexible(x, FALSE, 10, TRUE), flexible(x, TRUE, 10, TRUE), flexible(x, FALSE, 1, FALSE), flexible(x, TRUE, 1, TRUE)))
})
cat(toJSON(list(
  made_by = "packages/early-warning/test/generated/surveillance.R: earsC and farringtonFlexible with the control that stands beside each result",
  R = R.version.string, surveillance = as.character(packageVersion("surveillance")),
  range = range, results = results), auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "\n", sep = "")
