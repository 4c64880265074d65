# Reference values of the measures in package relations, by R: its own functions
# where it has them (cor.test, acf, MASS::glm.nb, boot), else the formula written
# again in base code. Run by `make reference`; the Go tests compare with what it
# wrote (reference.tsv). Packages of Debian: r-base-core, r-cran-mass, r-cran-boot.
#
# Output: name <tab> value, one a line, numbers with 15 digits.

options(warn = 1)
out <- function(name, value) {
  value <- as.numeric(value)
  for (i in seq_along(value))
    cat(if (length(value) > 1) paste0(name, "[", i, "]") else name, "\t", format(value[i], digits = 15), "\n", sep = "")
}

read <- function(file) {
  d <- read.delim(file, na.strings = "NA", comment.char = "#")
  split(d$value, factor(d$series, levels = unique(d$series)))
}
folder <- commandArgs(trailingOnly = TRUE)[1]
s <- read(file.path(folder, "series.tsv"))

# --- rank correlation -------------------------------------------------------
for (p in list(c("a", "b"), c("ties", "b"), c("ties", "gaps"), c("a", "gaps"))) {
  x <- s[[p[1]]]; y <- s[[p[2]]]
  n <- min(length(x), length(y)); x <- x[1:n]; y <- y[1:n]
  name <- paste(p, collapse = ",")
  out(paste0("spearman ", name), cor(x, y, method = "spearman", use = "complete.obs"))
  out(paste0("kendall ", name), cor(x, y, method = "kendall", use = "complete.obs"))
}

# --- trend ------------------------------------------------------------------
sen <- function(t, x, level = 0.95) {            # Sen 1968
  p <- combn(length(x), 2)
  slope <- sort((x[p[2, ]] - x[p[1, ]]) / (t[p[2, ]] - t[p[1, ]]))
  ties <- table(x); n <- length(x)
  v <- (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18
  c <- qnorm(1 - (1 - level) / 2) * sqrt(v)
  low <- floor((length(slope) - c) / 2 + 0.5); high <- floor((length(slope) + c) / 2 + 0.5) + 1
  list(slope = median(slope), intercept = median(x - median(slope) * t), low = slope[low], high = slope[high], v = v)
}
for (name in c("a", "b", "ties", "gaps", "rise", "counts")) {
  x <- s[[name]]; t <- seq_along(x) - 1
  keep <- !is.na(x); x <- x[keep]; t <- t[keep]
  k <- cor.test(t, x, method = "kendall", exact = FALSE, continuity = TRUE)
  out(paste0("trend tau ", name), k$estimate)
  out(paste0("trend z ", name), k$statistic)
  out(paste0("trend p ", name), k$p.value)
  r <- sen(t, x)
  out(paste0("trend slope ", name), r$slope)
  out(paste0("trend intercept ", name), r$intercept)
  out(paste0("trend low ", name), r$low)
  out(paste0("trend high ", name), r$high)
  out(paste0("trend variance ", name), r$v)
}

# --- autocorrelation --------------------------------------------------------
for (name in c("a", "b", "ties", "rise", "counts"))
  out(paste0("acf ", name), acf(s[[name]], lag.max = 3, plot = FALSE)$acf[2:4])

# --- negative binomial ------------------------------------------------------
suppressMessages(library(MASS))
fit <- glm.nb(s$counts ~ 1, control = glm.control(epsilon = 1e-14, maxit = 200))
out("nb rate counts", exp(coef(fit)))
out("nb size counts", fit$theta)
e <- s$exposure
fit <- glm.nb(s$counts ~ 1 + offset(log(e)), control = glm.control(epsilon = 1e-14, maxit = 200))
out("nb rate counts,exposure", exp(coef(fit)))
out("nb size counts,exposure", fit$theta)
for (k in c(0, 1, 5, 20, 60)) {
  out(paste0("nb tail ", k), pnbinom(k - 1, size = 2.5, mu = 4, lower.tail = FALSE))
  out(paste0("poisson tail ", k), ppois(k - 1, 4, lower.tail = FALSE))
}

# --- change points: the best segmentation by dynamic programming over all cuts
cuts <- function(x, penalty, shortest = 3) {
  n <- length(x)
  v <- sum(diff(x)^2) / 2 / (n - 1)
  cost <- function(i, j) sum((x[i:j] - mean(x[i:j]))^2) / v
  best <- c(-penalty, rep(Inf, n)); from <- integer(n + 1)
  for (j in shortest:n) for (i in 0:(j - shortest)) {
    c <- best[i + 1] + cost(i + 1, j) + penalty
    if (c < best[j + 1]) { best[j + 1] <- c; from[j + 1] <- i }
  }
  at <- c(); j <- from[n + 1]
  while (j > 0) { at <- c(j, at); j <- from[j + 1] }
  list(at = at, cost = best[n + 1])
}
for (name in c("levels", "counts", "b")) for (penalty in c(2, 6, 12)) {
  r <- cuts(s[[name]], penalty)
  out(paste0("cuts ", name, " ", penalty), length(r$at))
  for (k in seq_along(r$at)) out(paste0("cut ", k, " ", name, " ", penalty), r$at[k])
}

# --- bootstrap of incidents -------------------------------------------------
library(boot)
set.seed(1)
scores <- s$scores
b <- boot(scores, function(d, i) mean(d[i]), R = 20000)
out("boot mean", quantile(b$t, c(0.025, 0.975), type = 7))
net <- replicate(20000, sum(scores * rpois(length(scores), 1)))
out("boot net", quantile(net, c(0.025, 0.975), type = 7))

# --- intervals of a share, burstiness ----------------------------------------
out("wilson 7/20", prop.test(7, 20, correct = FALSE)$conf.int)
out("wilson 0/5", prop.test(0, 5, correct = FALSE)$conf.int)
out("binomial 3/12", binom.test(3, 12)$p.value)
out("binomial 6/12", binom.test(6, 12)$p.value)
out("binomial 1/15", binom.test(1, 15)$p.value)
out("median type 7", quantile(c(3, 9, 1, 14, 2), c(0.25, 0.5, 0.75)))

# --- bootstrap of outlets: acts by outlet, each act shared among its outlets ---
b <- boot(s$outlets, function(d, i) sum(d[i]), R = 20000)
out("boot outlets", quantile(b$t, c(0.025, 0.975), type = 7))

# --- triad: detrended, rank correlation, block bootstrap, block permutation ----
detrend <- function(x) {
  t <- seq_along(x) - 1; k <- !is.na(x)
  r <- sen(t[k], x[k])
  x - r$intercept - r$slope * t
}
for (p in list(c("b", "a"), c("b", "serial"))) {
  name <- paste(p, collapse = ",")
  x <- detrend(s[[p[1]]]); y <- detrend(s[[p[2]]]); n <- length(x)
  phi <- c(acf(x, plot = FALSE)$acf[2], acf(y, plot = FALSE)$acf[2])
  phi <- phi + (2 + 4 * phi) / n                       # Marriott and Pope 1954, about a line
  product <- prod(pmax(phi, 0))
  block <- max(1, min(ceiling((2 * sqrt(product) / (1 - product))^(2 / 3) * n^(1 / 3)), n %/% 4))
  worth <- n * (1 - product) / (1 + product)
  out(paste("triad rho", name), cor(x, y, method = "spearman"))
  out(paste("triad block", name), block)
  out(paste("triad worth", name), worth)
  out(paste("triad detectable", name), tanh((qnorm(0.975) + qnorm(0.8)) * sqrt(1.06 / (worth - 3))))
  b <- tsboot(cbind(x, y), function(d) cor(d[, 1], d[, 2], method = "spearman"), R = 5000, l = block, sim = "fixed", endcorr = FALSE)
  out(paste("triad interval", name), quantile(b$t, c(0.025, 0.975), type = 7))
  rx <- rank(x); ry <- rank(y)
  shuffled <- replicate(5000, {
    z <- c(ry, ry)[sample(n, 1) + 0:(n - 1)]           # a ring, cut anywhere
    g <- split(z, (seq_len(n) - 1) %/% block)
    unlist(g[sample(length(g))])
  })
  out(paste("triad p", name), mean(abs(cor(rx, shuffled)) >= abs(cor(rx, ry)) - 1e-12))
}

# --- spacing of days ----------------------------------------------------------
d <- diff(c(3, 10, 40, 41, 77, 140)); n <- length(d)
r <- sqrt(mean((d - mean(d))^2)) / mean(d)
out("spacing mean", mean(d))
out("spacing median", median(d))
out("spacing variation", r)
out("spacing burstiness", (sqrt(n + 1) * r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) * r + sqrt(n - 1)))
