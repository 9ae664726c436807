//! What splits have been worth so far: how much the bound rose for what they took away (Benichou et al., Math.
//! Prog. 1, 1971). Where a place has too few of its own, the mean of all places speaks for it.

/// How much a child raised the bound, per unit of what was taken from the relaxation's point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lesson {
    /// Where the split was: a column, or behind all columns a group.
    pub(crate) place: usize,
    /// Which of the two children.
    pub(crate) child: usize,
    /// The rise of the bound per unit.
    pub(crate) gain: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: u32,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }
}

/// The lessons of a search, by place and child.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    places: Vec<[Mean; 2]>,
    overall: [Mean; 2],
}

impl History {
    /// Without lessons, for so many places.
    pub(crate) fn new(places: usize) -> Self {
        Self {
            places: vec![Default::default(); places],
            overall: Default::default(),
        }
    }

    /// Takes a lesson in.
    pub(crate) fn learn(&mut self, lesson: Lesson) {
        if let Some(place) = self.places.get_mut(lesson.place)
            && lesson.gain.is_finite()
        {
            place[lesson.child].add(lesson.gain);
            self.overall[lesson.child].add(lesson.gain);
        }
    }

    /// How often the less known child of a place has been tried.
    pub(crate) fn count(&self, place: usize) -> u32 {
        self.places
            .get(place)
            .map_or(0, |place| place[0].count.min(place[1].count))
    }

    /// What a child of a place can be expected to raise the bound by, per unit; 1 before there is any lesson.
    pub(crate) fn expected(&self, place: usize, child: usize) -> f64 {
        let own = self.places.get(place).and_then(|place| place[child].value());
        own.or_else(|| self.overall[child].value()).unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_without_lessons_take_the_mean_of_all() {
        let mut history = History::new(3);
        assert_eq!(history.expected(2, 1), 1.0);
        for (place, gain) in [(0, 2.0), (0, 4.0), (1, 9.0), (2, f64::INFINITY), (7, 1.0)] {
            history.learn(Lesson {
                place,
                child: 1,
                gain,
            });
        }
        assert_eq!((history.expected(0, 1), history.expected(1, 1)), (3.0, 9.0));
        assert_eq!(history.expected(2, 1), 5.0);
        assert_eq!((history.count(0), history.expected(0, 0)), (0, 1.0));
    }
}
