import QuireModel
