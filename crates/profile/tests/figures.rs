//! The formulas against numbers worked out on paper or published.

use uniap_profile::shape::{DecoderBlock, Norm, Shape, TransformerBlock};
use uniap_profile::{Figures, Split, catalog};

/// A block of the paper on activations: GPT, scores stored, dropout.
fn gpt(hidden: u64, heads: u64, sequence: u64) -> TransformerBlock {
    TransformerBlock {
        hidden,
        heads,
        kv_heads: None,
        head_dim: None,
        ffn: 4 * hidden,
        sequence,
        gated: false,
        causal: true,
        flash: false,
        norm: Norm::Layer,
        bias: true,
        dropout: true,
    }
}

fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "found {found:e}, expected {expected:e}"
    );
}

/// arXiv 2205.05198, equations 1 and 2: `s h (34 + 5 a s / h)` bytes in fp16, and `s h (10 + 24 / t + 5 a s / (h t))`
/// with tensor parallelism.
#[test]
fn activations_are_those_of_the_paper() {
    for (h, a, s) in [
        (12_288.0, 96.0, 2048.0),
        (6144.0, 64.0, 2048.0),
        (1024.0, 16.0, 512.0),
    ] {
        let figures = Shape::TransformerBlock(gpt(h as u64, a as u64, s as u64)).figures();
        for t in [1.0, 2.0, 8.0] {
            let expected = s * h * (10.0 + 24.0 / t + 5.0 * a * s / (h * t));
            close(figures.activation_bytes_per_sample(t as u64, 2.0), expected);
        }
    }
}

/// Elements double from fp16 to fp32, masks of one byte do not.
#[test]
fn fp32_doubles_all_but_the_masks() {
    let (s, h, a) = (512.0, 1024.0, 16.0);
    let figures = Shape::TransformerBlock(gpt(1024, 16, 512)).figures();
    close(
        figures.activation_bytes_per_sample(1, 4.0),
        4.0 * (16.0 * s * h + 2.0 * a * s * s) + 2.0 * s * h + a * s * s,
    );
}

/// arXiv 2104.04473, section 5.1: a layer's forward has `24 s h^2 + 4 s^2 h` operations, its parameters are
/// `12 h^2 + 13 h`.
#[test]
fn operations_and_parameters_are_those_of_the_paper() {
    let (s, h) = (2048.0, 12_288.0);
    let figures = Shape::TransformerBlock(gpt(12_288, 96, 2048)).figures();
    close(
        figures.forward_matmul_flop_per_sample.total(),
        24.0 * s * h * h + 4.0 * s * s * h,
    );
    close(figures.parameters.total(), 12.0 * h * h + 13.0 * h);
}

#[test]
fn a_block_all_reduces_twice_each_way_and_a_decoder_block_three_times() {
    let block = gpt(1024, 16, 512);
    let output = 512.0 * 1024.0;
    let own = Shape::TransformerBlock(block.clone()).figures();
    assert_eq!(own.forward_all_reduce_elements_per_sample(), 2.0 * output);
    assert_eq!(own.backward_all_reduce_elements_per_sample(), 2.0 * output);
    let cross = Shape::DecoderBlock(DecoderBlock {
        block,
        encoder_sequence: 256,
    })
    .figures();
    assert_eq!(cross.forward_all_reduce_elements_per_sample(), 3.0 * output);
    // The gradient of the encoder's output, which is half as long here.
    assert_eq!(cross.backward_all_reduce_elements_per_sample(), 3.5 * output);
}

#[test]
fn fused_attention_keeps_no_scores_and_does_half_of_a_causal_one() {
    let stored = gpt(1024, 16, 4096);
    let fused = TransformerBlock {
        flash: true,
        ..stored.clone()
    };
    let (stored, fused) = (
        Shape::TransformerBlock(stored).figures(),
        Shape::TransformerBlock(fused).figures(),
    );
    let scores = 16.0 * 4096.0 * 4096.0;
    let saved = stored.activation_bytes_per_sample(1, 4.0) - fused.activation_bytes_per_sample(1, 4.0);
    close(saved, 9.0 * scores - 4.0 * 16.0 * 4096.0);
    let half = stored.forward_matmul_flop_per_sample.total() - fused.forward_matmul_flop_per_sample.total();
    close(half, 2.0 * 4096.0 * 4096.0 * 1024.0);
}

#[test]
fn grouped_queries_have_fewer_keys() {
    let all = gpt(1024, 16, 512);
    let grouped = TransformerBlock {
        kv_heads: Some(4),
        ..all.clone()
    };
    let (all, grouped) = (
        Shape::TransformerBlock(all).figures(),
        Shape::TransformerBlock(grouped).figures(),
    );
    // Keys and values and their biases shrink to a quarter.
    close(
        all.parameters.total() - grouped.parameters.total(),
        1.5 * 1024.0 * 1024.0 + 1.5 * 1024.0,
    );
    assert_eq!((all.tp_divides, grouped.tp_divides), (16, 4));
}

#[test]
fn tensor_parallelism_divides_the_heads() {
    let allowed = |figures: &Figures| (1..=16).filter(|&tp| figures.allows_tp(tp)).collect::<Vec<_>>();
    let of = |model: &str, name: &str| {
        let model = catalog::model(model).unwrap();
        model
            .layer_types()
            .iter()
            .find(|layer_type| layer_type.name == name)
            .unwrap()
            .figures
            .clone()
    };
    assert_eq!(allowed(&of("bert-huge", "encoder")), [1, 2, 4, 8, 16]);
    assert_eq!(allowed(&of("swin-huge", "stage1")), [1, 2, 5, 10]);
    assert_eq!(allowed(&of("bert-huge", "embedding")).len(), 16);
    assert!(!of("bert-huge", "encoder").allows_tp(0));
    assert!(of("gpt-1t", "head").allows_tp(64));
}

/// What was measured agrees with the formulas where both say something.
#[test]
fn measurements_and_formulas_agree() {
    for (name, low, high) in [("gpt-1.3b-aceso", 0.8, 1.5), ("gpt-2.6b-aceso", 0.8, 1.5)] {
        let model = catalog::model(name).unwrap();
        let block = &model.layer_types()[1];
        let measured = block
            .measured_on("v100-sxm2-32gb", uniap_profile::Dtype::Fp16, 1)
            .unwrap();
        let activation = measured.activation_bytes_per_sample.unwrap();
        let ratio = activation / block.figures.activation_bytes_per_sample(1, 2.0);
        assert!(ratio > low && ratio < high, "{name}: {ratio}");
        let parameters = measured.parameter_bytes.unwrap() / block.figures.parameter_bytes(1, 2.0);
        assert!((parameters - 1.0).abs() < 0.01, "{name}: {parameters}");
        let rate = block.figures.forward_matmul_flop_per_sample.total()
            / measured.forward_seconds_per_sample(8.0).unwrap();
        assert!(rate > 1e13 && rate < 125e12, "{name}: {rate:e}");
    }
}

#[test]
fn details_add_up_to_the_figures() {
    for name in catalog::models() {
        let model = catalog::model(name).unwrap();
        for layer_type in model.layer_types() {
            let (figures, detail) = (&layer_type.figures, &layer_type.detail);
            let same = |found: Split, expected: Split| {
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
                let ok = near(found.split, expected.split) && near(found.replicated, expected.replicated);
                assert!(
                    ok,
                    "{name}, {}: {found:?}, expected {expected:?}",
                    layer_type.name
                );
            };
            // A fused attention under a causal mask has half of the operations in either.
            same(detail.flop(), figures.forward_matmul_flop_per_sample);
            let (elements, bytes) = detail.kept();
            same(elements, figures.activation_elements_per_sample);
            same(bytes, figures.activation_fixed_bytes_per_sample);
        }
    }
}

#[test]
fn mixtral_has_the_parameters_it_is_known_for() {
    let model = catalog::model("mixtral-8x7b").unwrap();
    // "47B parameters, but only uses 13B active parameters" (arXiv 2401.04088).
    let all = model.parameters();
    assert!((46.5e9..47.0e9).contains(&all), "{all}");
    let experts = model.layer_types()[1].figures.experts.unwrap().parameters.total();
    let active = all - 32.0 * experts * 6.0 / 8.0;
    assert!((12.7e9..13.0e9).contains(&active), "{active}");
}
