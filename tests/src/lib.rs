//! Helpers of the tests of the whole house.

use uniap::planner::{Choice, Plan, Settings, plan};
use uniap::profile::catalog::Work;
use uniap::solver::instance::Route;

/// The workload of a model, a cluster and a batch from the catalogue.
///
/// # Errors
/// When there is no such model or cluster, or its costs cannot be modelled.
pub fn workload(
    model: &str,
    cluster: &str,
    batch: u64,
) -> Result<uniap::cost::Workload, Box<dyn std::error::Error>> {
    let (model, cluster) = (
        uniap::profile::catalog::model(model)?,
        uniap::profile::catalog::cluster(cluster)?,
    );
    Ok(uniap::cost::Workload::new(
        model,
        cluster,
        &uniap::cost::Choices::of_batch(batch),
    )?)
}

/// The plan of a workload; through `route`, or through whatever backend takes each instance.
///
/// # Errors
/// When there is no such workload, or the search fails.
pub fn planned(work: &Work, route: Option<Route>) -> Result<Plan, Box<dyn std::error::Error>> {
    let workload = workload(&work.model, &work.cluster, work.batch)?;
    let choice = route.map_or(Choice::Auto(uniap::builtin::REGISTRY), Choice::Fixed);
    let settings = Settings {
        choice,
        scope: uniap::planner::Scope::default(),
        gap: None,
        time_limit: None,
        threads: None,
        stop: Default::default(),
    };
    Ok(plan(&workload, &settings, &|_| {})?)
}
