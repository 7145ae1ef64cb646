/// The messages of `proto/kserve/v2/inference.proto`: what this adapter says to Triton.
package enum KServe {}
