//! How the time of each stage of a placement splits into forward and backward, which an instance does not say.

use uniap_instance::Placement;

use crate::assemble::Assembly;
use crate::collective::Fabric;
use crate::division::Division;
use crate::schedule::Pipeline;
use crate::workload::Workload;

/// The part of the time of the layers of each stage that is forward: 0 where they take none.
///
/// A stage waits for its slowest device, whose parts these are. Resharding between the layers is left out: what gathers
/// in forward scatters in backward.
pub(crate) fn forward_parts(
    workload: &Workload,
    (division, pipeline): (Division, Pipeline),
    placement: &Placement,
) -> Vec<f64> {
    let parts = workload.parts();
    let layout = workload.layout(division, &pipeline);
    let fabrics: Vec<Fabric<'_>> = layout
        .stages
        .iter()
        .map(|stage| Fabric::new(parts.cluster, &parts.sites, stage))
        .collect();
    let assembly = Assembly {
        parts: &parts,
        layout: &layout,
        fabrics: &fabrics,
        division,
        pipeline,
        micro_batch: workload.batch() / pipeline.micro_batches,
    };
    let (sites, combinations) = (assembly.sites(), assembly.combinations());
    let mut forward = vec![0.0; pipeline.stages()];
    let mut total = vec![0.0; pipeline.stages()];
    let placed = placement.stages().into_iter().zip(placement.strategies());
    for (layer, (stage, k)) in parts.model.layers().iter().zip(placed) {
        let (layer_type, class) = (layer.layer_type.get(), layout.stage_of[stage]);
        let (of, combination) = (
            &parts.model.layer_types()[layer_type],
            &combinations[layer_type][k],
        );
        let times = sites[class].iter().map(|site| {
            let work = assembly.work(of, combination, *site);
            parts.cost_model.time(&work, &fabrics[class])
        });
        let slowest = times.max_by(|a, b| a.per_micro_batch.total_cmp(&b.per_micro_batch));
        if let Some(time) = slowest {
            forward[stage] += time.forward;
            total[stage] += time.per_micro_batch;
        }
    }
    let part = |(forward, total): (f64, f64)| if total > 0.0 { forward / total } else { 0.0 };
    forward.into_iter().zip(total).map(part).collect()
}
