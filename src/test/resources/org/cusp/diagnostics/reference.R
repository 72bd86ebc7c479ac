# Prints the expected values in ReferenceValuesTest. Run with R 4.2.2 and posterior 1.4.0.
library(posterior)
options(digits = 17, warn = -1)

# Lehmer's generator; every product is below 2^53, so doubles hold it exactly.
uniforms <- function(n, seed) {
  u <- numeric(n)
  for (i in seq_len(n)) {
    seed <- (16807 * seed) %% 2147483647
    u[i] <- seed / 2147483647
  }
  u
}

# Columns are chains, one after another from the same stream; each starts at its first innovation.
ar1 <- function(chains, draws, rho, seed) {
  e <- matrix(uniforms(chains * draws, seed) - 0.5, draws, chains)
  x <- e
  for (t in 2:draws) x[t, ] <- rho * x[t - 1, ] + e[t, ]
  x
}

cases <- list(
  sticky      = ar1(4, 100, 0.6, 12345),
  oddLength   = ar1(3, 51, 0.3, 777),
  antithetic  = ar1(2, 200, -0.5, 2024),
  oneChain    = ar1(1, 40, 0.9, 99),
  ties        = matrix(floor(10 * uniforms(3 * 60, 4711)), 60, 3),
  shifted     = sweep(ar1(4, 80, 0.2, 31), 2, c(0, 0.1, 0.4, 0.2), "+"),
  rescaled    = sweep(ar1(4, 80, 0.2, 32), 2, c(1, 2, 4, 3), "*"),
  heavyTailed = tan(pi * ar1(4, 125, 0, 5)),
  slow        = apply(ar1(2, 30, 0, 17), 2, cumsum))

for (name in names(cases)) {
  x <- cases[[name]]
  split <- posterior:::.split_chains
  cat(sprintf('new Case("%s",', name))
  values <- c(
    rhat(x),
    posterior:::.rhat(posterior:::z_scale(split(x))),
    posterior:::.rhat(posterior:::z_scale(split(abs(x - median(x))))),
    rhat_basic(x), rhat_basic(x, split = FALSE),
    ess_bulk(x), ess_tail(x), ess_mean(x), ess_quantile(x, 0.3), ess_basic(x, split = FALSE),
    mcse_mean(x), mcse_sd(x), mcse_quantile(x, 0.3))
  cat(sprintf("%.13g", values), sep = ", ")
  cat(")\n")
}

x <- cases$sticky
difference <- mean(x[51:100, ]) - mean(x[1:50, ])
error <- sqrt(mcse_mean(x[1:50, ])^2 + mcse_mean(x[51:100, ])^2)
cat(sprintf("drift of sticky: %.13g, %.13g, %.13g\n", difference, error, difference / error))
